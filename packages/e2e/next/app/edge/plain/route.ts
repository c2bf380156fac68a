// Imports none of our packages: its chunks contain only Next's own code.
export const runtime = 'edge'

export const GET = (): Response => new Response('plain')
