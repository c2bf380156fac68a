export { GET } from '../../env/dev-tokens/route'

export const runtime = 'edge'
export const dynamic = 'force-dynamic'
