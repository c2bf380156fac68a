import { configInvalid } from '../errors/errors.js'

/**
 * Refuses what an app hands over by name and that cannot be called: now, and not at the first request.
 *
 * @throws {TokenProviderError} `config_invalid`, naming it
 */
export function checkFunctions(given: Readonly<Record<string, unknown>>): void {
  const faults = Object.entries(given)
    .filter(([, value]) => typeof value !== 'function')
    .map(([name]) => `${name} must be a function`)
  if (faults.length > 0) throw configInvalid(faults)
}
