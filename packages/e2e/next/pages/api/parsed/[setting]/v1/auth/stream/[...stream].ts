import { apiOfSettings } from '../../../../../../../lib/api-of-settings'

export default apiOfSettings()
