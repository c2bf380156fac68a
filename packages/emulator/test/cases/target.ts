import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { mint } from '../fixture/mint.js'
import type { LiveSettings } from './live-settings.js'

/** How a request or a socket ended; the body is that of the response, or the first frame. */
export interface Result {
  readonly status: number
  readonly code?: number | undefined
  // biome-ignore lint/suspicious/noExplicitAny: the responses of another server, which the cases look into
  readonly body: any
}

interface CallOptions {
  readonly token?: string
  readonly key?: string
  readonly userId?: string
  readonly authType?: string | null
  readonly body?: unknown
}

/** An app, at the emulator or at Stream, and users of this run. */
export class Target {
  readonly apiKey: string
  readonly apiSecret: string
  /** The hosts that were contacted. */
  readonly hosts = new Set<string>()
  readonly prefix = `stream-token-${randomUUID().slice(0, 8)}-`
  readonly #settings: LiveSettings
  readonly #created = new Set<string>()

  constructor(settings: LiveSettings) {
    this.apiKey = settings.apiKey
    this.apiSecret = settings.apiSecret
    this.#settings = settings
  }

  /** The current time in whole seconds, plus some. */
  at(seconds = 0): number {
    return Math.floor(Date.now() / 1000) + seconds
  }

  id(name: string): string {
    return `${this.prefix}${name}`
  }

  /** A token for a user of this run. */
  token(name: string, claims: object = {}, secret = this.apiSecret): string {
    return mint({ user_id: this.id(name), ...claims }, secret)
  }

  get serverToken(): string {
    return mint({ server: true }, this.apiSecret)
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Result> {
    const { token, key = this.apiKey, userId, authType = 'jwt', body } = options
    const url = new URL(this.#settings.chatUrl + path)
    if (key !== '') url.searchParams.set('api_key', key)
    if (userId !== undefined) url.searchParams.set('user_id', userId)
    this.hosts.add(url.host)
    const response = await fetch(url, {
      method,
      headers: {
        ...(token !== undefined && { authorization: token }),
        ...(authType !== null && { 'stream-auth-type': authType }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const json = await response.json()
    if (path === '/guest' && response.ok) this.#created.add(json.user.id)
    return { status: response.status, code: json.code, body: json }
  }

  server(method: string, path: string, body?: unknown): Promise<Result> {
    return this.call(method, path, { token: this.serverToken, body })
  }

  /** Asks for a user with a token, as the token's user. */
  read(token: string, options: CallOptions = {}): Promise<Result> {
    const payload = JSON.stringify({ filter_conditions: { id: this.id('john') } })
    return this.call('GET', `/users?payload=${encodeURIComponent(payload)}`, {
      token,
      userId: this.id('john'),
      ...options,
    })
  }

  async create(name: string, fields: object = {}): Promise<Result> {
    const id = this.id(name)
    this.#created.add(id)
    return this.server('POST', '/users', { users: { [id]: { id, ...fields } } })
  }

  patch(name: string, set: object): Promise<Result> {
    return this.server('PATCH', '/users', { users: [{ id: this.id(name), set }] })
  }

  /** Connects by chat's protocol; resolves with the first frame. */
  connectChat(
    token: string,
    name = 'john',
    options: { readonly authType?: string; readonly json?: string } = {},
  ): Promise<Result> {
    const id = this.#userId(name)
    const { authType = 'jwt', json = JSON.stringify({ user_id: id, user_details: { id } }) } = options
    const url = new URL(`${this.#settings.chatUrl.replace('http', 'ws')}/connect`)
    for (const [field, value] of Object.entries({
      json,
      api_key: this.apiKey,
      authorization: token,
      'stream-auth-type': authType,
    }))
      url.searchParams.set(field, value)
    return this.#firstFrame(url)
  }

  /** Connects by video's protocol; resolves with the first frame. */
  connectVideo(token: string, name = 'john'): Promise<Result> {
    const url = new URL(`${this.#settings.videoUrl.replace('http', 'ws')}/connect`)
    url.searchParams.set('api_key', this.apiKey)
    url.searchParams.set('stream-auth-type', 'jwt')
    return this.#firstFrame(url, { token, products: ['video'], user_details: { id: this.#userId(name) } })
  }

  /** Says that the users of this run no longer exist. */
  forget(): void {
    this.#created.clear()
  }

  /** Deletes the users of this run. */
  async cleanUp(): Promise<void> {
    const user_ids = [...this.#created]
    if (user_ids.length === 0) return
    const { status, code } = await this.server('POST', '/users/delete', { user_ids, user: 'hard' })
    if (status !== 201)
      throw new Error(`Not deleted (status ${status}, code ${code}): ${user_ids.join(', ')}`)
  }

  /** The id of a guest is whole. */
  #userId(name: string): string {
    return this.#created.has(name) ? name : this.id(name)
  }

  async #firstFrame(url: URL, message?: object): Promise<Result> {
    this.hosts.add(url.host)
    const socket = new WebSocket(url)
    try {
      return await new Promise((resolve, reject) => {
        socket.once('open', () => message && socket.send(JSON.stringify(message)))
        socket.once('error', reject)
        socket.once('close', code => reject(new Error(`closed with ${code} before the first frame`)))
        socket.once('message', data => {
          const body = JSON.parse(String(data))
          resolve({ status: body.error?.StatusCode ?? 101, code: body.error?.code, body })
        })
      })
    } finally {
      socket.close()
    }
  }
}
