import { apiOfSettings } from '../../../../../../../lib/api-of-settings'

export const config = { api: { bodyParser: false } }

export default apiOfSettings()
