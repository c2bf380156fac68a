import { routesOfSettings } from '../../../../lib/routes-of-settings'

export const { GET, POST, OPTIONS } = routesOfSettings()
