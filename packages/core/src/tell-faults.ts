import { isTokenProviderError } from './errors.js'
import type { Emit } from './events.js'
import { tellRefused } from './tell-refused.js'

/**
 * Waits for a check, and tells the app's listener where it fails by a fault of the server's: a guard answers what it catches, and
 * an upgrade ends its socket, so that nobody else would hear of it.
 */
export async function tellFaults<Verified>(checked: Promise<Verified>, emit: Emit): Promise<Verified> {
  try {
    return await checked
  } catch (error) {
    if (isTokenProviderError(error) && error.status === 500) tellRefused(error, emit)
    throw error
  }
}
