import type { AppSetting } from './app-settings.js'
import type { Cell, Host, Served } from './host.js'
import { settingsWithStream } from './settings-with-stream.js'
import { streamStandIn } from './stream-stand-in.js'
import { createTestVerifyUser } from './test-user.js'

/** Starts the app of a setting in one set-up of a host. */
export async function serveSetting(host: Host, cell: Cell, setting: AppSetting): Promise<Served> {
  const streamUrl = await streamStandIn()
  const options = settingsWithStream(streamUrl)[setting]
  return host.serve({ ...cell, setting, options, verifyUser: createTestVerifyUser(), streamUrl })
}
