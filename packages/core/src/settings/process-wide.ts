import { sharedInProcess } from '../errors/shared-in-process.js'

/** Returns the map with a name that all copies of this package in this process share, or creates it. */
export function processWide(name: string): Map<string, unknown> {
  return sharedInProcess(name, Map<string, unknown>)
}
