import { configInvalid } from '../errors/errors.js'

/**
 * Checks that arguments are functions, so that a mistake shows at start and not at the first request.
 *
 * @throws {TokenProviderError} `config_invalid`, naming each argument that is not
 */
export function checkFunctions(given: Readonly<Record<string, unknown>>): void {
  const errors = Object.entries(given)
    .filter(([, value]) => typeof value !== 'function')
    .map(([name]) => `${name} must be a function`)
  if (errors.length > 0) throw configInvalid(errors)
}
