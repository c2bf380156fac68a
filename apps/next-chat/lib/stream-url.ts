/** Where Stream is: the emulator that the demo's start names, and Stream itself in an app of yours. */
export const streamUrl: string = process.env.STREAM_URL ?? 'https://chat.stream-io-api.com'
