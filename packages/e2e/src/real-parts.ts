import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Finds a real program that a test needs. If it is missing, prints a warning and returns undefined, so that the test is
 * skipped. In CI a missing program is an error.
 *
 * @param names - The possible names of the program. The first one found wins.
 * @param env - Where to look (`PATH`) and whether this is CI (`CI`).
 */
export function realPart(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  const found = names.flatMap(name => folders.map(folder => join(folder, name))).find(isProgram)
  if (found) return found
  const message = `${names.join(' or ')} is not installed`
  if (env.CI === 'true') throw new Error(`${message}: .ci/run installs it`)
  console.warn(`\n*** ${message}: its tests are skipped ***\n`)
  return undefined
}

/** The path of a Chromium for playwright-core. */
export const chromiumPath = (): string | undefined =>
  realPart(['chromium', 'chromium-browser', 'google-chrome'])

/** The path of a Redis server. */
export const redisServerPath = (): string | undefined => realPart(['redis-server'])
