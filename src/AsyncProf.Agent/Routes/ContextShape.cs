using System.Reflection;
using System.Runtime.Loader;

namespace AsyncProf.Routes;

/// <summary>
/// How to read what names a request off ASP.NET Core's <c>HttpContext</c>, which this assembly cannot reference: it is loaded into any process.
/// All goes through the features of the request, whose interfaces are the contract between server and framework.
/// </summary>
internal sealed class ContextShape
{
    private const string Features = "Microsoft.AspNetCore.Http.Features";

    private readonly Func<object, object> _features;
    private readonly Func<object, Type, object?> _feature;
    private readonly Func<object, string> _method;
    private readonly Func<object, string> _path;
    private readonly Func<object, int> _status;
    private readonly Func<object, object> _endpoint;
    private readonly Func<object, object>? _answer;
    private readonly Func<object, string>? _contentType;
    private readonly Func<object, System.Diagnostics.Activity> _activity;
    private readonly Type _requestType;
    private readonly Type _responseType;
    private readonly Type _endpointType;
    private readonly Type _activityType;
    private readonly Type[] _errorTypes;

    private ContextShape(Type context)
    {
        Assembly abstractions = context.Assembly;
        Assembly[] places = [abstractions, Beside(abstractions, Features), Beside(abstractions, "Microsoft.AspNetCore.Http")];
        PropertyInfo collection = Need(context.GetProperty("Features"));
        _features = Need(OpenGetter.Bind<object>(context, "Features"));
        _feature = Need(OpenGetter.BindIndexer(collection.PropertyType));
        _requestType = Find(places, "IHttpRequestFeature");
        _responseType = Find(places, "IHttpResponseFeature");
        _activityType = Find(places, "IHttpActivityFeature");
        _endpointType = Find(places, "IEndpointFeature");
        _errorTypes = ErrorFeatures(abstractions);
        _method = Need(OpenGetter.Bind<string>(_requestType, "Method"));
        _path = Need(OpenGetter.Bind<string>(_requestType, "Path"));
        _status = Need(OpenGetter.Bind<int>(_responseType, "StatusCode"));
        _endpoint = Need(OpenGetter.Bind<object>(_endpointType, "Endpoint"));
        _answer = OpenGetter.Bind<object>(context, "Response");
        _contentType = OpenGetter.Bind<string>(context.GetProperty("Response")?.PropertyType, "ContentType");
        _activity = Need(OpenGetter.Bind<System.Diagnostics.Activity>(_activityType, "Activity"));
    }

    /// <summary>The shape of a context; null for an object that is none, or of a version that is not known.</summary>
    public static ContextShape? Of(object context)
    {
        Type? type = context.GetType();
        while (type is not null && type.FullName != "Microsoft.AspNetCore.Http.HttpContext")
            type = type.BaseType;
        try
        {
            return type is null ? null : new ContextShape(type);
        }
        catch (Exception)
        {
            return null; // trimmed, or of a version to come: requests keep the names they have without us
        }
    }

    /// <summary>The features of a request.</summary>
    public object FeaturesOf(object context) => _features(context);

    public string MethodOf(object features) => _feature(features, _requestType) is { } request ? _method(request) ?? "" : "";

    public string PathOf(object features) => _feature(features, _requestType) is { } request ? _path(request) ?? "" : "";

    public int StatusOf(object features) => _feature(features, _responseType) is { } response ? _status(response) : 0;

    /// <summary>What kind of content the answer says it has; null where it does not say, or nobody can tell.</summary>
    public string? ContentTypeOf(object context) => _answer?.Invoke(context) is { } answer ? _contentType?.Invoke(answer) : null;

    /// <summary>The endpoint that was matched; null before, or where none is.</summary>
    public object? EndpointOf(object features) => _feature(features, _endpointType) is { } feature ? _endpoint(feature) : null;

    /// <summary>Whether the request has failed and now runs through the app again, to an error page.</summary>
    public bool IsOnErrorPage(object features)
    {
        foreach (Type type in _errorTypes)
        {
            if (_feature(features, type) is not null)
                return true;
        }

        return false;
    }

    /// <summary>The activity that stands for the request; null where none was made.</summary>
    public System.Diagnostics.Activity? ActivityOf(object features) => _feature(features, _activityType) is { } feature ? _activity(feature) : null;

    /// <summary>What the middlewares leave that run a request again.</summary>
    private static Type[] ErrorFeatures(Assembly abstractions)
    {
        try
        {
            Assembly diagnostics = Beside(abstractions, "Microsoft.AspNetCore.Diagnostics.Abstractions");
            string[] names = ["IExceptionHandlerFeature", "IStatusCodeReExecuteFeature"];
            return [.. names.Select(name => diagnostics.GetType($"Microsoft.AspNetCore.Diagnostics.{name}")).OfType<Type>()];
        }
        catch (IOException)
        {
            return []; // an app without that assembly has no such middleware
        }
    }

    /// <summary>A feature's interface; which assembly has it differs between versions.</summary>
    private static Type Find(Assembly[] places, string feature) => Need(places.Select(place => place.GetType($"{Features}.{feature}")).FirstOrDefault(type => type is not null));

    private static Assembly Beside(Assembly one, string name) =>
        (AssemblyLoadContext.GetLoadContext(one) ?? AssemblyLoadContext.Default).LoadFromAssemblyName(new AssemblyName(name));

    private static T Need<T>(T? found)
        where T : class => found ?? throw new MissingMemberException();
}
