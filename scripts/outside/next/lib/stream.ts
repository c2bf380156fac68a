import { streamTokenProvider } from '@stream-token/next'
import { SESSION, settings } from './settings'

export const stream = streamTokenProvider(request => request.headers.get(SESSION), settings)
