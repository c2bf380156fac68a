import { StreamError } from '../wire/stream-error.js'
import type { Channel } from './channel.js'

/** The store of channels. */
export interface Channels {
  readonly all: () => readonly Channel[]
  readonly find: (cid: string) => Channel | undefined
  /** Returns the channel; throws if it does not exist. */
  readonly known: (cid: string) => Channel
  /** Adds a channel, or replaces it. */
  readonly keep: (channel: Channel) => Channel
}

/** An emulator that runs for days must not grow without bound. */
const MOST_CHANNELS = 1000

export function createChannels(): Channels {
  const channels = new Map<string, Channel>()
  return {
    all: () => [...channels.values()],
    find: cid => channels.get(cid),
    known: cid => {
      const channel = channels.get(cid)
      if (channel === undefined) throw new StreamError(16, `Can't find channel with id ${cid}`)
      return channel
    },
    keep: channel => {
      if (!channels.has(channel.cid) && channels.size >= MOST_CHANNELS)
        throw new StreamError(4, `the emulator keeps at most ${MOST_CHANNELS} channels`)
      channels.set(channel.cid, channel)
      return channel
    },
  }
}
