using System.Globalization;
using AsyncProf.Events.Tpl;

namespace AsyncProf.Symbols.Metadata;

/// <summary>What stands for a method that has no state machine, where others have the metadata name of theirs: <see cref="TplTaskName.KeyOf"/>.</summary>
/// <param name="Type">The metadata name of the type that declares it.</param>
/// <param name="Method">Its name in metadata.</param>
/// <param name="Token">Its metadata token.</param>
internal readonly record struct MethodKey(string Type, string Method, int Token)
{
    /// <summary>Takes a key apart; null for the name of a state machine.</summary>
    public static MethodKey? Parse(string key)
    {
        int mark = key.IndexOf(TplTaskName.MethodMark, StringComparison.Ordinal);
        int at = key.LastIndexOf('@');
        return mark > 0 && at > mark && int.TryParse(key.AsSpan(at + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int token)
            ? new MethodKey(key[..mark], key[(mark + TplTaskName.MethodMark.Length)..at], token)
            : null;
    }
}
