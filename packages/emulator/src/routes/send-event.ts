import { actingUser } from '../chat/acting-user.js'
import { announce } from '../chat/announce.js'
import { channelEvent } from '../chat/channel-event.js'
import { knownChannel } from '../chat/known-channel.js'
import { readOwnFields } from '../chat/own-fields.js'
import type { Route } from '../http/route.js'
import { readObject } from '../query/read-object.js'
import { writeUser } from '../users/user-json.js'
import { namesIn } from '../wire/names-in.js'
import { StreamError } from '../wire/stream-error.js'

/** Stream's own fields of an event. */
const STREAMS_OWN = namesIn(`
  type user user_id cid channel_id channel_type created_at received_at
`)

const TYPE = /^[\w.-]{1,100}$/
const TYPING: readonly string[] = ['typing.start', 'typing.stop']

/** The first part of Stream's own events, which only Stream sends. */
const RESERVED =
  /^(ai_indicator|capabilities|channels?|connection|health|live_location_sharing|member|message|notification|poll|reaction|transport|typing|user)(\.|$)/

/** Sends a typing event or one of the app's own to everyone who watches the channel. */
export const sendEvent: Route = {
  operation: 'SendEvent',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}/event'],
  serverOnly: false,
  handle: call => {
    const { app, request } = call
    const json = readObject(readObject(call.body, 'the body').event, 'event')
    const channel = knownChannel(call, 'SendCustomEvent')
    const { type } = json
    if (typeof type !== 'string' || !TYPE.test(type) || (RESERVED.test(type) && !TYPING.includes(type)))
      throw new StreamError(4, 'event.type must be typing.start, typing.stop, or a type of your own')
    const user = writeUser(app.users.known(actingUser(call, json)), 'v1')
    const fields = readOwnFields(json, STREAMS_OWN, request.generation)
    const event = channelEvent(app, channel, type, { ...fields, user })
    announce(app, channel, event)
    return { event }
  },
}
