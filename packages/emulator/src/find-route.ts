import type { ApiRequest } from './api-request.js'
import type { Route } from './route.js'
import { deactivateUser } from './routes/deactivate-user.js'
import { deactivateUsers } from './routes/deactivate-users.js'
import { getApp } from './routes/get-app.js'
import { queryChannels } from './routes/query-channels.js'
import { queryUsers } from './routes/query-users.js'
import { reactivateUser } from './routes/reactivate-user.js'
import { reactivateUsers } from './routes/reactivate-users.js'
import { updateApp } from './routes/update-app.js'
import { updateUsers } from './routes/update-users.js'
import { updateUsersPartial } from './routes/update-users-partial.js'
import { StreamError } from './stream-error.js'

const ROUTES: readonly Route[] = [
  queryUsers,
  updateUsers,
  updateUsersPartial,
  deactivateUser,
  deactivateUsers,
  reactivateUser,
  reactivateUsers,
  queryChannels,
  getApp,
  updateApp,
]

/** Finds the route of a request, and the `{id}` in its path. Throws a `StreamError`. */
export function findRoute(request: ApiRequest): { readonly route: Route; readonly id: string } {
  for (const route of ROUTES) {
    if (route.method !== request.method) continue
    for (const endpoint of route.endpoints) {
      const id = matchEndpoint(endpoint, request.endpoint)
      if (id !== undefined) return { route, id }
    }
  }
  throw new StreamError(16, 'url not found')
}

function matchEndpoint(endpoint: string, path: string): string | undefined {
  const [before = '', after] = endpoint.split('{id}')
  if (after === undefined) return endpoint === path ? '' : undefined
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined
  const id = path.slice(before.length, path.length - after.length)
  return id === '' || id.includes('/') ? undefined : decode(id)
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
