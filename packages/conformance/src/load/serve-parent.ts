import type { TokenProviderOptions } from '@stream-token/core'
import { APP_SETTINGS } from '../app-settings.js'
import type { Host } from '../host.js'
import { createTestVerifyUser } from '../test-user.js'
import type { ProcessRequest } from './own-process.js'
import { watchProcess } from './watch-process.js'

const SETTINGS = new Map<string, TokenProviderOptions>(Object.entries(APP_SETTINGS))

/**
 * Serves the apps that the parent process requests, and sends it the facts of this process. The program of
 * {@link ownProcess} needs to call only this function.
 *
 * @example
 * ```ts
 * import { type Host, serveParent } from '@stream-token/conformance/process'
 *
 * declare const host: Host
 * serveParent(host)
 * ```
 */
export function serveParent(host: Host): void {
  const facts = watchProcess()

  async function handle(request: ProcessRequest): Promise<unknown> {
    if (request === 'facts') return facts()
    const { cell, setting } = request
    const options = SETTINGS.get(setting) ?? {}
    const { close: _close, ...served } = await host.serve({
      ...cell,
      setting,
      options,
      verifyUser: createTestVerifyUser(),
    })
    return served
  }

  process.on('message', (request: ProcessRequest) => {
    handle(request).then(
      result => process.send?.(result),
      error => {
        // Exit, because the parent would wait forever. It prints the output of this process.
        console.error(error)
        process.exit(1)
      },
    )
  })
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}
