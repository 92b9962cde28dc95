using System.Text.Json.Nodes;
using Lifecycle.Grains;

namespace Lifecycle.Tests.Grains.WhatIf;

/// <summary>The default policy as somebody might edit it.</summary>
internal static class OtherPolicy
{
    public static Policy Any(Random random)
    {
        var json = Make.DefaultJson();
        if (random.Next(3) == 0)
        {
            json["window"] = new JsonObject { ["kind"] = "statisticalYear", ["start"] = "04-01" };
        }

        if (random.Next(2) == 0)
        {
            json["alerts"]!["overdueDays"] = new JsonArray(random.Next(1, 10), random.Next(10, 40), 80);
            json["alerts"]!["orderGap"]!["factor"] = 1.5;
        }

        if (random.Next(2) == 0)
        {
            json["classes"]!.AsArray().RemoveAt(random.Next(12));
        }

        if (random.Next(2) == 0)
        {
            json["tier"]!["thresholds"] = new JsonArray(70, 45, 20);
        }

        return Of(json);
    }

    public static Policy Of(JsonNode json) => new(2, Make.Day("2026-06-15"), Make.Read(json));

    public static Policy Edited(Action<JsonObject> edit)
    {
        var json = Make.DefaultJson();
        edit(json);
        return Of(json);
    }
}
