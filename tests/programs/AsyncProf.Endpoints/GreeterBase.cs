using Grpc.Core;

namespace AsyncProf.Endpoints;

/// <summary>What is generated for a gRPC service otherwise; its messages are bytes.</summary>
[BindServiceMethod(typeof(GreeterBase), nameof(Bind))]
public abstract class GreeterBase
{
    private static readonly Marshaller<byte[]> Bytes = new(static value => value, static value => value);

    private static readonly Method<byte[], byte[]> GreetMethod = new(MethodType.Unary, "shop.Greeter", "Greet", Bytes, Bytes);

    public static void Bind(ServiceBinderBase binder, GreeterBase? service) =>
        binder.AddMethod(GreetMethod, service is null ? null : new UnaryServerMethod<byte[], byte[]>(service.Greet));

    public virtual Task<byte[]> Greet(byte[] name, ServerCallContext context) => throw new RpcException(new Status(StatusCode.Unimplemented, ""));
}
