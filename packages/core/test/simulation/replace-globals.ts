import { afterEach } from 'vitest'

const replaced: (() => void)[] = []

/** Puts back what {@link replaceGlobal} has replaced. */
export function restoreGlobals(): void {
  for (const restore of replaced.splice(0).reverse()) restore()
}

/** Replaces a member of a global object until the test ends. Vitest's own stubs keep memory for each of 100,000 schedules. */
export function replaceGlobal(owner: object, name: string, value: unknown): void {
  const before = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  replaced.push(() =>
    before ? Object.defineProperty(owner, name, before) : Reflect.deleteProperty(owner, name),
  )
}

afterEach(restoreGlobals)
