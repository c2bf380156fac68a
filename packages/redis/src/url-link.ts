import type { CreateLink } from './link.js'
import { nodeRedisLink } from './node-redis-link.js'

/** Links to the server at an address. Only here node-redis is loaded: apps with ioredis do not need it. */
export function linkToUrl(url: string | undefined): CreateLink {
  return async onError => {
    const { createClient } = await import('redis')
    return nodeRedisLink(createClient(url === undefined ? {} : { url }), onError)
  }
}
