"""Two rules about classes: the code of a class is in one .cc file, and no class has more than 20 private methods.
Overloads of one name count once.

A scanner for the sources as clang-format lays them out: a definition at namespace scope begins in the first column.
"""

import re
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Iterator

MOST_PRIVATE_METHODS = 20
NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|(?<!\w)\'(?:[^\'\\\n]|\\.)*\'|^[ \t]*#(?:[^\n\\]|\\.|\\\n)*',
                   re.DOTALL | re.MULTILINE)
HEAD = re.compile(r"(?<!enum )\b(class|struct)\s+(?:\[\[\w+\]\]\s*)?(\w+)(?:\s+final)?(?:\s*:(?!:)[^;{}()]*)?\s*\{")
# The qualified name of a member function, behind its result if that stands in the same line.
DEFINITION = re.compile(r"^(?!return\b|using\b|namespace\b|#)(?:\w[^\n;={}()]*[\s&*>])?((?:\w+::)*\w+)::(?:~?\w+|operator[^\w\n]+)\(", re.MULTILINE)
NO_METHOD = re.compile(r"(?:using|typedef|friend|class|struct|enum|union|static_assert)\b")


def plain(text: str) -> str:
    """Without comments, literals and directives of the preprocessor."""
    return NOISE.sub(" ", text)


def body_from(text: str, begin: int) -> str:
    """The text up to the brace that closes the one before `begin`."""
    depth, at = 1, begin
    while depth and at < len(text):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return text[begin:at - 1]


def classes_in(text: str) -> Iterator[tuple[str, str, str]]:
    """class or struct, the name, and the body of each, also of nested ones. The text is plain."""
    for head in HEAD.finditer(text):
        yield head[1], head[2], body_from(text, head.end())


def emptied(text: str, opening: str, closing: str) -> str:
    """With nothing between such brackets."""
    inner = re.compile(rf"\{opening}[^{re.escape(opening + closing)}]*\{closing}")
    while inner.search(text):
        text = inner.sub("\0", text)
    return text.replace("\0", opening + closing)


def declarations(body: str) -> Iterator[tuple[str, str]]:
    """private, public or protected ("" before the first of them), and the declaration, at the top level of a class."""
    text = emptied(emptied(body, "{", "}"), "(", ")").replace("->", " ")
    access = ""
    for part in re.split(r";|(?<=\})(?!\s*[;,{])", text):
        while label := re.match(r"\s*(public|private|protected)\s*:(?!:)", part):
            access, part = label[1], part[label.end():]
        part = re.sub(r"\[\[[^\]]*\]\]", "", part)
        yield access, " ".join(part.split())


def method_name(declaration: str, name_of_class: str) -> str:
    """Empty for constructors, destructors, what is only defaulted or deleted, and what is no function."""
    declaration = re.sub(r"^template\s*<[^()]*?>\s*(?=\w)", "", declaration)
    if NO_METHOD.match(declaration) or re.search(r"=\s*(?:default|delete)$", declaration):
        return ""
    if operator := re.search(r"\boperator\s*(?:\(\)|[^\w\s(]+)", declaration):
        return operator[0]
    found = re.match(r"[^=]*?(~?\w+)\s*\(\)", emptied(declaration, "<", ">"))
    return found[1] if found and found[1].lstrip("~") not in (name_of_class, "decltype", "alignas", "noexcept", "explicit") else ""


def private_methods(kind: str, name: str, body: str) -> set[str]:
    """The overloads of a name are one operation."""
    default = "private" if kind == "class" else "public"
    return {method_name(declaration, name) for access, declaration in declarations(body) if (access or default) == "private"} - {""}


def defined_in(text: str) -> set[str]:
    """The classes with member functions that are defined outside the class, in a plain text; without the text's own classes."""
    own = {name for _, name, _ in classes_in(text)}
    return {name for name in DEFINITION.findall(text) if name.split("::")[0] not in own}


def check(folders: list[Path]) -> list[str]:
    found = []
    for folder in folders:
        files: dict[str, set[str]] = defaultdict(set)
        for file in sorted([*folder.glob("*.h"), *folder.glob("*.cc")]):
            text = plain(file.read_text())
            for kind, name, body in classes_in(text):
                if (count := len(private_methods(kind, name, body))) > MOST_PRIVATE_METHODS:
                    found.append(f"{file}: {name} has {count} private methods; {MOST_PRIVATE_METHODS} are the most")
            for name in defined_in(text) if file.suffix == ".cc" else ():
                files[name].add(file.name)
        found += [f"{folder}: the code of {name} is in {', '.join(sorted(names))}; a class has one .cc file"
                  for name, names in sorted(files.items()) if len(names) > 1]
    return found


# Its private methods are an operator and the names that begin with "method".
SAMPLE = """
class Sample : public Base {
 public:
  Sample(int a, std::function<void(int)> b) : a_(a), b_{b} {}
  int not_private() const { return call(a_); }
  struct Part { int f(); int g(); };

 private:
  explicit Sample(const char* text = "; private: int no();");
  ~Sample();
  Sample& operator=(const Sample&) = delete;
  using Handler = void (*)(int);
  friend void befriended(Sample&);
  static_assert(sizeof(int) == 4);
  enum class Kind { a, b };
  [[nodiscard]] std::optional<std::pair<int, int>> method_one(int x = f(1), std::string_view y = "{") const;
  template <class T>
  void method_two(T&& value) { if (value) { call(); } }
  static int method_three();  // int no();
  auto method_four() -> std::map<int, std::function<int(int)>>;
  bool operator==(const Sample&) const;
  static int method_three(int overload);
  int a_ = compute(1);
  std::function<void(int)> b_;
  std::array<int, 2> c_{{1, 2}};
  struct Nested { void no(); } nested_;
};
"""
CODE = """
namespace {
class Local {
  void f();
};
void Local::f() {}
}  // namespace
Sample::Sample(int a, std::function<void(int)> b) : a_(a) {}
std::vector<const Member*> Other::f(
    int a) const {
  return Third::g(a);
}
const int Constant::kValue = Third::g(1);
bool Outer::Inner::operator==(const Inner&) const { return Third::g(2); }
void free_function(int);
"""


def rules_work() -> bool:
    """A check that cannot fail is none."""
    (kind, name, body), *parts = classes_in(plain(SAMPLE))
    expected = {"method_one", "method_two", "method_three", "method_four", "operator=="}
    if private_methods(kind, name, body) != expected or [part[1] for part in parts] != ["Part", "Nested"]:
        return False
    if defined_in(plain(CODE)) != {"Sample", "Other", "Outer::Inner"}:
        return False
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root)
        methods = "".join(f"  void f{number}();\n" for number in range(MOST_PRIVATE_METHODS))
        (folder / "a.h").write_text(f"class A {{\n{methods}}};\nclass B {{\n{methods}  void one_more();\n}};\n")
        (folder / "a.cc").write_text("void A::f0() {}\nvoid B::f0() {}\n")
        before = check([folder])
        (folder / "a_more.cc").write_text("void A::f1() {}\n")
        return len(before) == 1 and len(check([folder])) == 2
