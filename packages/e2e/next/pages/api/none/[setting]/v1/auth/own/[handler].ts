import { ownApi } from '../../../../../../../lib/own-api'

export const config = { api: { bodyParser: false } }

export default ownApi
