import { randomUUID } from 'node:crypto'
import { isJsonObject, type JsonObject } from './json-object.js'
import { StreamError } from './stream-error.js'
import { refuseMany } from './user-batch.js'
import type { Users } from './users.js'

/** What Stream does in the background to `user_ids`; the emulator has done it when it answers with the task's id. */
export function startTask(body: unknown, users: Users, change: (id: string) => unknown): JsonObject {
  const ids: readonly unknown[] = isJsonObject(body) && Array.isArray(body.user_ids) ? body.user_ids : []
  refuseMany(ids)
  const known = ids.map(id => {
    if (typeof id !== 'string') throw new StreamError(4, 'user_ids must be strings')
    return users.known(id).id
  })
  for (const id of known) change(id)
  return { task_id: randomUUID() }
}
