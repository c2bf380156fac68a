import { memoryRevocationStore } from '../../src/index.js'
import type { Cutoffs, Revocation, RevocationStore } from '../../src/revocation/store.js'

/** A store whose reads are answered as told, and whose writes succeed. */
export function readingStore(read: (userId: string) => unknown): RevocationStore {
  return {
    read: read as RevocationStore['read'],
    write: async changes => changes.map(() => ({})),
  }
}

/** A promise with its ends in the test's hands. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>
  readonly resolve: (value: Value) => void
  readonly reject: (reason: unknown) => void
}

export function deferred<Value = void>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => {}
  let reject: (reason: unknown) => void = () => {}
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}

/** A store that answers each read and write when, and as, the test says. */
export interface ManualStore extends RevocationStore {
  readonly reads: (Deferred<Cutoffs> & { readonly userId: string })[]
  readonly writes: (Deferred<readonly Cutoffs[]> & { readonly changes: readonly Revocation[] })[]
}

export function manualStore(): ManualStore {
  const reads: ManualStore['reads'] = []
  const writes: ManualStore['writes'] = []
  return {
    reads,
    writes,
    read(userId) {
      const read = { ...deferred<Cutoffs>(), userId }
      reads.push(read)
      return read.promise
    },
    write(changes) {
      const write = { ...deferred<readonly Cutoffs[]>(), changes }
      writes.push(write)
      return write.promise
    },
  }
}

/** A memory store whose writes go through `write`, where the test sets one. */
export interface FaultyStore extends RevocationStore {
  write: RevocationStore['write']
  readonly inner: RevocationStore
}

export function faultyStore(): FaultyStore {
  const inner = memoryRevocationStore()
  return { inner, read: userId => inner.read(userId), write: changes => inner.write(changes) }
}
