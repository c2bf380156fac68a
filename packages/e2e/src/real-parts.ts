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
 * Finds a program that a test needs as it really is. Where it is missing the test skips itself, aloud; in CI that is
 * an error instead, since a run that skips what it is for proves nothing.
 *
 * @param names - The program's names, the first found counts.
 * @param env - Where to look (`PATH`) and whether this is CI.
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

/** A Chromium to drive with playwright-core. */
export const chromiumPath = (): string | undefined =>
  realPart(['chromium', 'chromium-browser', 'google-chrome'])

/** A real Redis server to start on a port of one's own. */
export const redisServerPath = (): string | undefined => realPart(['redis-server'])
