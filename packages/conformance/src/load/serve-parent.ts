import type { TokenProviderOptions } from '@stream-token/core'
import { APP_SETTINGS } from '../app-settings.js'
import type { Host } from '../host.js'
import { createTestVerifyUser } from '../test-user.js'
import type { Question } from './own-process.js'
import { watchProcess } from './watch-process.js'

const SETTINGS = new Map<string, TokenProviderOptions>(Object.entries(APP_SETTINGS))

/**
 * Serves the apps that the process asks for which has started this one, and tells it what goes on here: all that the
 * program of {@link ownProcess} is to do.
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

  async function answer(question: Question): Promise<unknown> {
    if (question === 'facts') return facts()
    const { cell, setting } = question
    const options = SETTINGS.get(setting) ?? {}
    const { url, base } = await host.serve({ ...cell, setting, options, verifyUser: createTestVerifyUser() })
    return { url, base }
  }

  process.on('message', (question: Question) => {
    answer(question).then(
      told => process.send?.(told),
      error => {
        // Who asked would wait for ever; it tells what was printed here.
        console.error(error)
        process.exit(1)
      },
    )
  })
  process.on('disconnect', () => process.exit())
  process.send?.('ready')
}
