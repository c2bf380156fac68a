import { pages } from '../../../lib/pages'

export const config = { api: { bodyParser: false } }

export default pages
