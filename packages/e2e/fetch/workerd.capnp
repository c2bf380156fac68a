# One worker behind one socket, with key and secret as bindings. One configuration has Node's modules and `process.env`,
# which the compatibility date turns on; the other turns them off.
using Workerd = import "/workerd/workerd.capnp";

const withNode :Workerd.Config = (
  services = [(
    name = "app",
    worker = (modules = .modules, bindings = .bindings, compatibilityDate = .date),
  ), .internet],
  sockets = .sockets,
);

const webAlone :Workerd.Config = (
  services = [(
    name = "app",
    worker = (
      modules = .modules,
      bindings = .bindings,
      compatibilityDate = .date,
      compatibilityFlags = ["no_nodejs_compat", "no_nodejs_compat_v2"],
    ),
  ), .internet],
  sockets = .sockets,
);

const sockets :List(Workerd.Socket) = [(name = "http", address = "127.0.0.1:0", http = (), service = "app")];

# Also loopback addresses, where the test's Stream emulator listens.
const internet :Workerd.Service = (name = "internet", network = (allow = ["public", "private"]));

const modules :List(Workerd.Worker.Module) = [(name = "worker", esModule = embed "worker.js")];

const bindings :List(Workerd.Worker.Binding) = [
  (name = "STREAM_API_KEY", text = "key"),
  (name = "STREAM_API_SECRET", text = "a-secret-of-at-least-thirty-two-bytes"),
];

const date :Text = "2026-11-17";
