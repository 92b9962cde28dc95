using Lifecycle.Grains;
using Lifecycle.Templates;
using Scriban.Functions;
using Scriban.Syntax;

namespace Lifecycle.Cluster.Templating;

/// <summary>Checks the statements of a Scriban source: text, what is filled in, and <c>if</c>. Whatever else the language has is a fault.</summary>
internal sealed class ScribanReader(PartSource part, PartCheck check)
{
    private readonly ScribanValues values = new(check);

    public void Read(ScriptNode? node)
    {
        switch (node)
        {
            case null or ScriptEscapeStatement or ScriptEndStatement or ScriptNopStatement:
                break;
            case ScriptPage page:
                Read(page.Body);
                break;
            case ScriptBlockStatement block:
                foreach (var statement in block.Statements)
                {
                    Read(statement);
                }

                break;
            case ScriptRawStatement raw:
                check.Text(raw.Text.ToString());
                break;
            case ScriptIfStatement condition:
                var (line, column) = values.At(condition);
                values.Read(condition.Condition);
                check.Open(line, column);
                Read(condition.Then);
                if (condition.Else is not null)
                {
                    check.Otherwise();
                    Read(condition.Else);
                }

                check.Close(line, column);
                break;
            case ScriptElseStatement other:
                Read(other.Body);
                break;
            case ScriptExpressionStatement statement:
                Print(statement.Expression);
                break;
            default:
                values.Refuse(node, $"{Word(node)} is not there in templates: there are fields, helpers, functions on strings, and if");
                break;
        }
    }

    private void Print(ScriptExpression? expression)
    {
        switch (expression)
        {
            case ScriptVariableGlobal field:
                check.Printed(null, default, field.Name, values.At(field));
                break;
            case not null:
                values.Bare(values.Read(expression), expression);
                check.Filled(null, values.At(expression));
                break;
        }
    }

    private string Word(ScriptNode node)
    {
        var word = part.Text.AsSpan(node.Span.Start.Offset);
        var length = 0;
        while (length < word.Length && length < 20 && char.IsAsciiLetter(word[length]))
        {
            length++;
        }

        return length == 0 ? "this" : word[..length].ToString();
    }
}

/// <summary>Checks the expressions of a Scriban source.</summary>
internal sealed class ScribanValues(PartCheck check)
{
    private static readonly StringFunctions Strings = new();

    /// <summary>Line and column of a node, from 1.</summary>
    public (int Line, int Column) At(ScriptNode node) => (node.Span.Start.Line + 1, node.Span.Start.Column + 1);

    /// <summary>A node that may not be there.</summary>
    public void Refuse(ScriptNode node, string message) => check.Fault(At(node).Line, At(node).Column, message);

    /// <summary>What an expression amounts to; null: nothing that can be told, and a fault if it may not be there.</summary>
    public FieldKind? Read(ScriptExpression? expression)
    {
        switch (expression)
        {
            case ScriptVariableGlobal field:
                check.Named(field.Name, At(field).Line, At(field).Column);
                return MessageFields.Kinds.TryGetValue(field.Name, out var kind) ? kind : null;
            case ScriptLiteral { Value: string }:
                return FieldKind.Text;
            case ScriptLiteral { Value: int or long or double or decimal }:
                return FieldKind.Integer;
            case ScriptNestedExpression nested:
                return Read(nested.Expression);
            case ScriptPipeCall { From: { } from, To: ScriptFunctionCall call }:
                return Call(call.Target, [from, .. call.Arguments]);
            case ScriptPipeCall { From: { } from, To: { } to }:
                return Call(to, [from]);
            case ScriptFunctionCall call:
                return Call(call.Target, [.. call.Arguments]);
            case ScriptUnaryExpression { Operator: ScriptUnaryOperator.Not } not:
                Read(not.Right);
                return null;
            case ScriptBinaryExpression { Operator: >= ScriptBinaryOperator.CompareEqual and <= ScriptBinaryOperator.CompareGreater or ScriptBinaryOperator.And or ScriptBinaryOperator.Or } both:
                Read(both.Left);
                Read(both.Right);
                return null;
            case not null:
                Refuse(expression, expression is ScriptMemberExpression ? $"unknown field {expression}" : "this is not there in templates");
                return null;
            default:
                return null;
        }
    }

    /// <summary>A value is filled in, or given to a function on strings, as it is.</summary>
    public void Bare(FieldKind? kind, ScriptExpression value)
    {
        if (kind is { } known && Vocabulary.RefuseBare(known, value.ToString()!) is { } refusal)
        {
            Refuse(value, refusal);
        }
    }

    private FieldKind? Call(ScriptExpression? function, ScriptExpression[] arguments)
    {
        if (function is ScriptMemberExpression { Target: ScriptVariableGlobal { Name: "string" }, Member: { } member } && Strings.ContainsKey(member.Name))
        {
            foreach (var argument in arguments)
            {
                Bare(Read(argument), argument);
            }

            return FieldKind.Text;
        }

        if (function is not ScriptVariableGlobal { Name: var name } || !Helpers.All.ContainsKey(name))
        {
            Refuse(function!, $"unknown helper {function}");
        }
        else if (arguments is not [var value])
        {
            Refuse(function, $"{name} takes one field");
        }
        else if (Read(value) is { } kind && Vocabulary.RefuseKind(name, kind, value.ToString()!) is { } refusal)
        {
            Refuse(value, refusal);
        }

        return FieldKind.Text;
    }
}
