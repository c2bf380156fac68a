import type { RevocationStore, StoreContext, StoreNotice } from '../cutoffs/store.js'
import { sharedInProcess } from '../errors/shared-in-process.js'
import type { Emit } from '../events/events.js'
import type { Clock } from '../primitives/numeric-date.js'
import { readEnvironment } from '../settings/environment.js'

/** A provider's use of its store. */
export interface StoreUse {
  /**
   * Returns the store; opens it on first use.
   * @throws {TokenProviderError} `config_invalid` if the API key, to which the default store belongs, is missing
   */
  get(): RevocationStore
  /** Ends the use; the last provider that uses the store closes it. */
  close(): Promise<void>
}

/** What is known of a store in this process: who uses it, and whether it is open. */
interface Usage {
  readonly users: Set<StoreContext['notify']>
  opened: boolean
}

/** Creates a provider's use of a store. Notices become events of all providers that use the store. */
export function createStoreUse(
  given: RevocationStore | undefined,
  defaultStore: () => RevocationStore,
  apiKey: () => string,
  clock: Clock,
  emit: Emit,
): StoreUse {
  const usages = sharedInProcess('store-usages', WeakMap<object, Usage>)
  /** The notice about memory matters only in production. */
  const notify = (notice: StoreNotice): void => {
    if (notice.type !== 'store_is_memory' || readEnvironment().nodeEnv === 'production') emit(notice)
  }
  let found: RevocationStore | undefined
  let closed = false

  const use = (store: RevocationStore): Usage => {
    const usage = usages.get(store) ?? { users: new Set(), opened: false }
    usages.set(store, usage)
    usage.users.add(notify)
    return usage
  }
  if (given !== undefined) use(given)

  return {
    get() {
      if (found !== undefined) return found
      const store = given ?? defaultStore()
      const usage = closed ? undefined : use(store)
      if (usage?.opened === false) {
        const context = {
          apiKey: apiKey(),
          clock,
          notify: (notice: StoreNotice) => {
            for (const user of usage.users) user(notice)
          },
        }
        usage.opened = true
        store.open?.(context)
      }
      found = store
      return store
    },
    async close() {
      const store = given ?? found
      if (store === undefined) return
      closed = true
      const usage = usages.get(store)
      if (usage?.users.delete(notify) !== true || usage.users.size > 0) return
      usages.delete(store)
      await store.close?.()
    },
  }
}
