import { streamTokenProvider } from '@stream-token/next/pages'

export default streamTokenProvider(req => String(req.headers['x-test-user']), { streamApi: false })
