import { runServer } from 'verdaccio'

// Serves the registry of the configuration in argv[2] on a free port of loopback, which it sends to its parent as
// `{ port }`. It sends each publish as `{ path, status }`. The parent sends `{ admit: n }`: after n more accepted
// publishes the registry leaves further ones without a response, as a network does that fails.
let admitted = Number.POSITIVE_INFINITY
let open = 0
process.on('message', ({ admit }) => {
  admitted = admit ?? Number.POSITIVE_INFINITY
})
process.on('disconnect', () => process.exit())

const server = await runServer(process.argv[2])
const [answer] = server.listeners('request')
server.removeAllListeners('request')
server.on('request', (request, response) => {
  const isPublish = request.method === 'PUT' && request.url.startsWith('/@')
  if (!isPublish) return answer(request, response)
  if (open >= admitted) return
  open += 1
  response.once('finish', () => {
    open -= 1
    if (response.statusCode < 300) admitted -= 1
    process.send({ path: decodeURIComponent(request.url.slice(1)), status: response.statusCode })
  })
  answer(request, response)
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
