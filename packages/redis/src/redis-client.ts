/** What the store uses of a client of node-redis, from `createClient`, `createCluster` or `createSentinel`. */
export interface NodeRedisClient {
  eval(script: string, options?: { keys?: string[]; arguments?: string[] }): Promise<unknown>
  xRead(streams: { key: string; id: string }, options?: { BLOCK?: number; COUNT?: number }): Promise<unknown>
  duplicate(overrides?: object): unknown
  connect(): Promise<unknown>
  destroy(): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
}

/** What the store uses of a client of ioredis, from `new Redis()` or `new Cluster()`. */
export interface IoredisClient {
  readonly isCluster: boolean
  call(command: string, ...args: (string | number)[]): Promise<unknown>
  duplicate(...overrides: never[]): unknown
  connect(): Promise<unknown>
  disconnect(): void
  on(event: 'error' | 'end', listener: (error?: unknown) => void): unknown
}

/** Whether a value has the methods of a client of node-redis. */
export function isNodeRedis(value: unknown): value is NodeRedisClient {
  return hasMethods(value, ['eval', 'xRead', 'duplicate', 'connect', 'destroy', 'on'])
}

/** Whether a value has the methods of a client of ioredis. */
export function isIoredis(value: unknown): value is IoredisClient {
  return hasMethods(value, ['call', 'duplicate', 'connect', 'disconnect', 'on']) && !isNodeRedis(value)
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  return names.every(name => typeof Reflect.get(value, name) === 'function')
}
