import { APP_SETTINGS, type AppSetting } from './app-settings.js'
import type { Cell, Host, Served } from './host.js'
import { createTestVerifyUser } from './test-user.js'

/** Starts the app of a setting in one set-up of a host. */
export function serveSetting(host: Host, cell: Cell, setting: AppSetting): Promise<Served> {
  const options = APP_SETTINGS[setting]
  return host.serve({ ...cell, setting, options, verifyUser: createTestVerifyUser() })
}
