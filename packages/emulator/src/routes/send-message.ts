import { actingUser } from '../chat/acting-user.js'
import { addMessage } from '../chat/add-message.js'
import { announceMessage } from '../chat/announce-message.js'
import { knownChannel } from '../chat/known-channel.js'
import { readMessage, writeMessage } from '../chat/message-json.js'
import type { Route } from '../http/route.js'
import { readObject } from '../query/read-object.js'

/** Adds a message to a channel. */
export const sendMessage: Route = {
  operation: 'SendMessage',
  method: 'POST',
  endpoints: ['/channels/{type}/{id}/message'],
  serverOnly: false,
  handle: call => {
    const { app, request } = call
    const json = readObject(readObject(call.body, 'the body').message, 'message')
    const before = knownChannel(call, 'CreateMessage')
    const draft = readMessage(app, json, actingUser(call, json), request.generation)
    const { channel, message } = addMessage(before, draft, app.now())
    app.channels.keep(channel)
    announceMessage(app, channel, message)
    return { message: writeMessage(app, channel, message, request.generation) }
  },
}
