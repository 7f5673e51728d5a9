// Shell completion, made from the tree of commands.

#pragma once

#include <string>

#include "cli/command.h"

namespace bulkhead::cli {

std::string bash_completion(const Command& root);
std::string zsh_completion(const Command& root);
std::string fish_completion(const Command& root);

}  // namespace bulkhead::cli
