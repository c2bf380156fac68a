import { routesOfSettings } from '../../../../../lib/routes-of-settings'

export const runtime = 'edge'

export const { GET, POST, OPTIONS } = routesOfSettings()
