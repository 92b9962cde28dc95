using Lifecycle.Tests.Support;

namespace Lifecycle.Tests.Api;

[Collection(SharedSilo.Name)]
public class UserTests(ApiFixture api)
{
    [Fact]
    public async Task Is_written_down_once_and_replaced()
    {
        var (id, boss) = (Calls.NewId("u/李"), Calls.NewId("boss"));
        (await api.CallAsync("GET", $"/users/{id.Escaped()}")).IsProblem(404, "user-not-found");

        var made = (await PutAsync(id, new { superior = boss })).Is(201);
        Assert.Equal((id, boss), (made.Body.Text("id"), made.Body.Text("superior")));
        var again = (await PutAsync(id, new { superior = boss })).Is(200);
        Assert.Equal((made.ETag, made.Text), (again.ETag, again.Text));

        var read = (await api.CallAsync("GET", $"/users/{id.Escaped()}")).Is(200);
        Assert.Equal((made.ETag, made.Text), (read.ETag, read.Text));
        var cleared = (await PutAsync(id, new { })).Is(200);
        Assert.True(cleared.Body.IsNull("superior"));
        Assert.NotEqual(made.ETag, cleared.ETag);
    }

    [Fact]
    public async Task A_circle_of_superiors_is_refused()
    {
        var (a, b, c) = (Calls.NewId("u"), Calls.NewId("u"), Calls.NewId("u"));
        (await PutAsync(a, new { superior = a })).IsProblem(422, "superior-circle", "/superior");
        (await PutAsync(a, new { superior = b })).Is(201);
        (await PutAsync(b, new { superior = c })).Is(201);
        (await PutAsync(c, new { superior = a })).IsProblem(422, "superior-circle", "/superior");
        (await api.CallAsync("GET", $"/users/{c}")).IsProblem(404, "user-not-found");

        (await PutAsync(a, new { })).Is(200);
        (await PutAsync(c, new { superior = a })).Is(201);
    }

    [Fact]
    public async Task Roles_are_granted_by_those_who_may()
    {
        var (id, other) = (Calls.NewId("u"), await api.AccountAsync());
        var made = (await PutAsync(id, new { superior = "x", roles = new[] { "tier-board", "admin", "tier-board" } })).Is(201);
        Assert.Equal(["admin", "tier-board"], Roles(made));

        // Who does not speak of roles leaves them; who repeats them grants nothing.
        Assert.Equal(["admin", "tier-board"], Roles((await PutAsync(id, new { }, other)).Is(200)));
        (await PutAsync(id, new { superior = "y", roles = new[] { "tier-board", "admin" } }, other)).Is(200);
        (await PutAsync(id, new { roles = new[] { "admin" } }, other)).IsProblem(403, "role-admin-required", "/roles");
        (await PutAsync(Calls.NewId("u"), new { roles = new[] { "admin" } }, other)).IsProblem(403, "role-admin-required", "/roles");
        (await PutAsync(Calls.NewId("u"), new { roles = Array.Empty<string>() }, other)).Is(201);

        // Who was made an admin may go on.
        var admin = await api.AccountAsync("helper" + id);
        (await PutAsync("helper" + id, new { roles = new[] { "admin" } })).Is(201);
        Assert.Empty(Roles((await PutAsync(id, new { roles = Array.Empty<string>() }, admin)).Is(200)));
        var listed = (await api.ReadAsync("/users?role=admin,nobody&limit=500")).GetProperty("items").EnumerateArray().Select(u => u.Text("id")).ToArray();
        Assert.Contains("helper" + id, listed);
        Assert.DoesNotContain(id, listed);
    }

    [Theory]
    [InlineData("""{ "roles": ["Board"] }""", 422, "role-invalid", "/roles")]
    [InlineData("""{ "roles": [""] }""", 422, "role-invalid", "/roles")]
    [InlineData("""{ "roles": [null] }""", 422, "role-invalid", "/roles")]
    [InlineData("""{ "roles": "board" }""", 400, "invalid-value", "/roles")]
    [InlineData("""{ "superior": "" }""", 422, "text-blank", "/superior")]
    [InlineData("""{ "superior": " a" }""", 422, "text-blank", "/superior")]
    [InlineData("""{ "superior": "a\u0000" }""", 422, "text-invalid", "/superior")]
    [InlineData("""{ "superior": 7 }""", 400, "invalid-value", "/superior")]
    [InlineData("""{ "role": "boss" }""", 400, "invalid-value", "/role")]
    [InlineData("", 400, "invalid-request", null)]
    public async Task What_is_no_user_is_refused(string body, int status, string code, string? pointer) =>
        (await PutAsync(Calls.NewId("u"), body)).IsProblem(status, code, pointer);

    [Fact]
    public async Task A_long_id_is_refused_in_both_places()
    {
        var tooLong = new string('x', 101);
        (await PutAsync(tooLong, new { })).IsProblem(422, "text-too-long", "/id");
        (await PutAsync(Calls.NewId("u"), new { superior = tooLong })).IsProblem(422, "text-too-long", "/superior");
        (await PutAsync(Calls.NewId("u"), new { superior = tooLong[1..] })).Is(201);
    }

    [Fact]
    public async Task A_lost_race_is_told()
    {
        var id = Calls.NewId("u");
        (await PutAsync(id, new { }, ("If-Match", "*"))).IsProblem(412, "version-mismatch");
        var made = (await PutAsync(id, new { }, ("If-None-Match", "*"))).Is(201);
        (await PutAsync(id, new { superior = "x" }, ("If-None-Match", "*"))).IsProblem(412, "version-mismatch");
        (await PutAsync(id, new { superior = "x" }, ("If-Match", made.ETag!))).Is(200);
        (await PutAsync(id, new { superior = "y" }, ("If-Match", made.ETag!))).IsProblem(412, "version-mismatch");
        (await PutAsync(id, new { superior = "y" }, ("If-Match", "*"))).Is(200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&sort=-superior,-id")]
    public async Task The_list_has_everybody_below_once(string sort)
    {
        var (one, two) = (Calls.NewId("boss"), Calls.NewId("boss"));
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(Calls.NewId("u"));
            (await PutAsync(ids[^1], new { superior = i < 3 ? one : two })).Is(201);
        }

        var (listed, after) = (new List<string>(), "");
        do
        {
            var page = await api.ReadAsync($"/users?superior={one},{two}&limit=2&count=true{sort}{after}");
            Assert.Equal(5, page.GetProperty("total").GetInt32());
            listed.AddRange(page.GetProperty("items").EnumerateArray().Select(u => u.Text("id")));
            after = page.IsNull("next") ? "" : $"&after={page.Text("next")}";
        }
        while (after.Length > 0);

        Assert.Equal(ids.Order(), listed.Order());
        (await api.CallAsync("GET", "/users?sort=role")).IsProblem(400, "invalid-sort");
        (await api.CallAsync("GET", "/users?limit=501")).IsProblem(400, "invalid-limit");
    }

    private static IEnumerable<string?> Roles(Reply reply) => reply.Body.GetProperty("roles").EnumerateArray().Select(role => role.GetString());

    private Task<Reply> PutAsync(string id, object body, params (string, string)[] headers) =>
        api.CallAsync("PUT", $"/users/{id.Escaped()}", body, headers: headers);
}
