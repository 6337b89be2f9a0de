// Gives each target its corpus, and some hundreds of spoilt copies of every file in it: replay CORPUS
// [COPIES].

#include "tests/fuzz/fuzz.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <vector>

namespace {

std::map<std::string, telestate::fuzz::Target>& targets() {
    static std::map<std::string, telestate::fuzz::Target> all;
    return all;
}

// Bytes changed, left out, doubled or taken from another file; always the same from the same seed.
std::string spoilt(std::string text, const std::string& other, std::mt19937& random) {
    const auto below = [&random](std::size_t end) { return end == 0 ? 0 : random() % end; };
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) {
        const std::size_t at = below(text.size() + 1);
        const std::size_t length = std::min<std::size_t>(below(12), text.size() - at);
        switch (below(6)) {
        case 0:
            text.erase(at, length);
            break;
        case 1:
            text.insert(at, text.substr(at, length));
            break;
        case 2:
            text.insert(at, 1, static_cast<char>(below(256)));
            break;
        case 3:
            if (at < text.size()) text[at] = static_cast<char>(below(256));
            break;
        case 4:
            text.insert(at, other.substr(below(other.size()), below(24)));
            break;
        default:
            if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        }
    }
    return text;
}

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> texts;
    for (const auto& file : files) {
        std::ifstream stream(file, std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return texts;
}

} // namespace

namespace telestate::fuzz {

Registration::Registration(const char* name, Target target) { targets()[name] = target; }

} // namespace telestate::fuzz

int main(int argument_count, char** arguments) {
    if (argument_count < 2) {
        std::fprintf(stderr, "replay CORPUS [COPIES]\n");
        return 2;
    }
    const std::filesystem::path corpus = arguments[1];
    const int copies = argument_count > 2 ? std::atoi(arguments[2]) : 200;
    int passed = 0;
    int failed = 0;
    for (const auto& [name, target] : targets()) {
        std::mt19937 random(20261122);
        const std::vector<std::string> texts = read_corpus(corpus / name);
        int runs = 0;
        for (const std::string& text : texts) {
            target(text);
            ++runs;
            for (int copy = 0; copy < copies; ++copy) {
                target(spoilt(text, texts[random() % texts.size()], random));
                ++runs;
            }
        }
        std::printf("%s: %zu files, %d runs\n", name.c_str(), texts.size(), runs);
        std::fflush(stdout);
        texts.empty() ? ++failed : ++passed;
    }
    // A corpus without a target would be one that nobody reads.
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        if (targets().count(entry.path().filename().string()) != 0) continue;
        std::printf("%s: no such target\n", entry.path().c_str());
        ++failed;
    }
    std::printf("%d passed, %d failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
