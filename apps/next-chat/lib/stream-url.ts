/** The URL of Stream: the emulator in the demo, and Stream itself in your own app. */
export const streamUrl: string = process.env.STREAM_URL ?? 'https://chat.stream-io-api.com'
