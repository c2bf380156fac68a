import type { ProviderOrOptions } from '@stream-token/core/adapter'
import { mapControlFlow } from './map-control-flow.js'

/** Copies the options so that `authorizeRevocation` may also call Next's `forbidden()` and similar functions. */
export function mapOptions<Raw>(given: ProviderOrOptions<Raw> = {}): ProviderOrOptions<Raw> {
  if (typeof given !== 'object' || given === null || 'provider' in given) return given
  const { authorizeRevocation } = given
  return typeof authorizeRevocation === 'function'
    ? { ...given, authorizeRevocation: mapControlFlow(authorizeRevocation) }
    : given
}
