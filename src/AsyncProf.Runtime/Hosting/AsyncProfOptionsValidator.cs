using Microsoft.Extensions.Options;

namespace AsyncProf.Hosting;

/// <summary>
/// Reports everything that is wrong with the options at once. Once the app has started, a bad edit of its configuration must not end it (the file
/// watcher's thread would throw): the hosted service then refuses the options itself and says so.
/// </summary>
internal sealed class AsyncProfOptionsValidator : IValidateOptions<AsyncProfOptions>
{
    /// <summary>The app has started with valid options.</summary>
    public bool HasStarted { get; set; }

    public ValidateOptionsResult Validate(string? name, AsyncProfOptions options)
    {
        IReadOnlyList<string> errors = options.Validate();
        return errors.Count == 0 || HasStarted ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
