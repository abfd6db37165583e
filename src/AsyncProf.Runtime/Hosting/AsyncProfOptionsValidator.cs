using Microsoft.Extensions.Options;

namespace AsyncProf.Hosting;

/// <summary>Reports everything that is wrong with the options at once.</summary>
internal sealed class AsyncProfOptionsValidator : IValidateOptions<AsyncProfOptions>
{
    public ValidateOptionsResult Validate(string? name, AsyncProfOptions options)
    {
        IReadOnlyList<string> errors = options.Validate();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
