#include "server/app/serve.hpp"
#include "server/command/program.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv) {
    using namespace telestate;
    std::ios::sync_with_stdio(false);
    const command::Streams streams{std::cout, std::cerr};
    try {
        const int status = command::run_program({argv + 1, argv + argc}, serve, streams);
        std::cout.flush();
        if (!std::cout) {
            std::cerr << "telestate: the results could not be written\n";
            return command::failed;
        }
        return status;
    } catch (const std::exception& error) {
        std::cerr << "telestate: " << error.what() << '\n';
        return command::failed;
    }
}
