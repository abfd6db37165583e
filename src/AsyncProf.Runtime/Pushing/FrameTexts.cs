using System.Text;
using AsyncProf.Profiles;
using AsyncProf.Profiles.Data;
using AsyncProf.Profiles.Text;

namespace AsyncProf.Pushing;

/// <summary>What a frame is called in the store: one of a profile, or the one that stands for those left out.</summary>
/// <param name="Name">Its name as people read it.</param>
/// <param name="SystemName">Its name in files.</param>
/// <param name="File">The source file; empty where it is not known.</param>
/// <param name="Line">The line in which it begins; 0 where it is not known.</param>
/// <param name="Assembly">The assembly; empty where it is not known.</param>
internal sealed record FrameTexts(string Name, string SystemName, string File, int Line, string Assembly)
{
    /// <summary>The frame in the place of the middle of a stack that is too deep.</summary>
    public static FrameTexts LeftOut { get; } = new("(frames left out)", "", "", 0, "");

    public static FrameTexts Of(Frame frame) =>
        new(Fit(NameText.Display(frame)), Fit(frame.Kind == FrameKind.Leaf ? frame.Target : frame.Name), Fit(frame.File), frame.Line, Fit(frame.Assembly));

    /// <summary>A text as it fits; a part of the end is left out where it must.</summary>
    private static string Fit(string text)
    {
        if (text.Length * 3 <= StoreLimits.TextBytes || Encoding.UTF8.GetByteCount(text) <= StoreLimits.TextBytes)
            return text;
        const string Cut = "…";
        int bytes = Encoding.UTF8.GetByteCount(Cut), length = 0;
        foreach (Rune letter in text.EnumerateRunes())
        {
            bytes += letter.Utf8SequenceLength;
            if (bytes > StoreLimits.TextBytes)
                break;
            length += letter.Utf16SequenceLength;
        }

        return text[..length] + Cut;
    }
}
