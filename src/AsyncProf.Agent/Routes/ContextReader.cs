namespace AsyncProf.Routes;

/// <summary>How to get at the context that an event of ASP.NET Core's is about, for the values of one type: it is the value itself or a property of it.</summary>
internal sealed class ContextReader
{
    private readonly Func<object, object>? _context;

    private ContextReader(Func<object, object>? context, ContextShape? shape)
    {
        _context = context;
        Shape = shape;
    }

    /// <summary>How to read the context; null if the values have none that is known.</summary>
    public ContextShape? Shape { get; }

    public static ContextReader Of(object value)
    {
        if (ContextShape.Of(value) is { } shape)
            return new ContextReader(null, shape);
        Func<object, object>? context = OpenGetter.Bind<object>(value.GetType(), "httpContext");
        return new ContextReader(context, context?.Invoke(value) is { } inner ? ContextShape.Of(inner) : null);
    }

    public object ContextOf(object value) => _context is null ? value : _context(value);
}
