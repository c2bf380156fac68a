import { randomUUID } from 'node:crypto'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { assertBatchSize } from './user-batch.js'
import type { Users } from './users.js'

/** Changes all `user_ids` and returns a task id. Stream runs such tasks in the background; here it is already done. */
export function startTask(body: unknown, users: Users, change: (id: string) => unknown): JsonObject {
  const ids: readonly unknown[] = isJsonObject(body) && Array.isArray(body.user_ids) ? body.user_ids : []
  assertBatchSize(ids)
  const known = ids.map(id => {
    if (typeof id !== 'string') throw new StreamError(4, 'user_ids must be strings')
    return users.known(id).id
  })
  for (const id of known) change(id)
  return { task_id: randomUUID() }
}
